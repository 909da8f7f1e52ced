# One image, two programs: the listener on AWS (`node dist/aws/listener/listener.mjs`, chosen by the deployment), and the whole product
# in one process (the default), for a box at home or a service that is always on. Build the bundle and the web app first:
# `npm run build:web && node scripts/bundle-aws.mjs`. The base is the one the stock deployment names by digest.
FROM node@sha256:a0b9bf06e4e6193cf7a0f58816cc935ff8c2a908f81e6f1a95432d679c54fbfd
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY src ./src
COPY dist ./dist
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
VOLUME /data
EXPOSE 8080
CMD ["node", "src/main/server.ts"]
